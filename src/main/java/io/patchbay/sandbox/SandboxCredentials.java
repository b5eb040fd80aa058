package io.patchbay.sandbox;

import java.util.Map;

/** The credentials that the simulated providers accept; any others are refused as each provider documents it. */
public record SandboxCredentials(String connectApiKey, String telegentAccountKey, String telegentAccountSecret,
                                 String tellisimKey) {

    /** The well-known credentials of the demo. */
    public static SandboxCredentials demo() {
        return from(Map.of());
    }

    static SandboxCredentials from(Map<String, String> environment) {
        return new SandboxCredentials(
                environment.getOrDefault("SANDBOX_CONNECT_API_KEY", "connect-demo-key"),
                environment.getOrDefault("SANDBOX_TELEGENT_ACCOUNT_KEY", "DID-1e24785a-3f3c-7db1-89d7-956d80fd0000"),
                environment.getOrDefault("SANDBOX_TELEGENT_ACCOUNT_SECRET", "telegent-demo-secret"),
                environment.getOrDefault("SANDBOX_TELLISIM_KEY", "tellisim-demo-key"));
    }

    /** Says nothing, since records are easily logged. */
    @Override
    public String toString() {
        return "SandboxCredentials[hidden]";
    }
}
