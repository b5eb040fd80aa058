package io.patchbay.killmatrix;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * On which address of this machine each gateway meets the providers. All gateways have the same configuration and call the same host, but each
 * has a list of hosts of its own, so that the wire knows whose request it carries.
 */
final class Sides {

    static final String HOST = "providers.test";

    private Sides() {
    }

    /** @param number of the gateway, from 0 */
    static InetAddress of(int number) {
        return number == 0 ? Inet4Address.ofLiteral("127.0.0.1") : second();
    }

    /** A system that has only one loopback address by default has the other one of IPv6. */
    private static InetAddress second() {
        InetAddress neighbour = Inet4Address.ofLiteral("127.0.0.2");
        try (ServerSocket probe = new ServerSocket()) {
            probe.bind(new InetSocketAddress(neighbour, 0));
            return neighbour;
        } catch (IOException none) {
            return InetAddress.ofLiteral("::1");
        }
    }

    /** @return the file, for {@code jdk.net.hosts.file}: nothing is asked of the system any more */
    static Path hosts(Path file, InetAddress providers) {
        try {
            String self = InetAddress.getLocalHost().getHostName();
            return Files.write(file, List.of("127.0.0.1 localhost", "127.0.0.1 " + self, providers.getHostAddress() + " " + HOST));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
