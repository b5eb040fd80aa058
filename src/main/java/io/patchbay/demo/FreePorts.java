package io.patchbay.demo;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.List;
import java.util.stream.Collectors;

/** Looks for taken ports before anything is started, so that all of them are named at once. */
final class FreePorts {

    private FreePorts() {
    }

    static void require(List<Integer> ports) {
        List<Integer> taken = ports.stream().distinct().filter(port -> !isFree(port)).toList();
        if (!taken.isEmpty()) {
            throw new DemoRefused("The demo needs port %s, which another program is using; stop that program first."
                    .formatted(taken.stream().map(String::valueOf).collect(Collectors.joining(", "))));
        }
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port)) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
