package io.patchbay.sandbox;

/**
 * Where the simulators listen; 0 lets the system choose a port.
 *
 * @param bindAddress the address all listeners bind to, such as <code>127.0.0.1</code>
 * @param control     the control API, and every provider below its name as path prefix
 */
public record SandboxPorts(String bindAddress, int control, int connect, int telegent, int tellisim) {

    private static final String LOOPBACK = "127.0.0.1";
    private static final int CONTROL = 8090;

    /** Loopback, control on 8090, the providers on 8091 to 8093. */
    public static SandboxPorts standard() {
        return from(LOOPBACK, CONTROL);
    }

    /** Loopback on free ports. */
    public static SandboxPorts ephemeral() {
        return from(LOOPBACK, 0);
    }

    /** The providers follow the control port, unless that is 0. */
    static SandboxPorts from(String bindAddress, int control) {
        int step = control == 0 ? 0 : 1;
        return new SandboxPorts(bindAddress, control, control + step, control + 2 * step, control + 3 * step);
    }
}
