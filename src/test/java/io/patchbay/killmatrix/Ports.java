package io.patchbay.killmatrix;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Free ports below those that the system gives to outgoing connections: a process that is killed and started again must find its
 * port free.
 */
final class Ports {

    private static final int FIRST = 20_000;
    private static final int LAST = 32_000;
    private static final Set<Integer> GIVEN = new HashSet<>();
    private static final Random DICE = new Random();

    private Ports() {
    }

    static int one() {
        return row(1);
    }

    /** @return the first of that many consecutive ones */
    static synchronized int row(int length) {
        int first;
        do {
            first = DICE.nextInt(FIRST, LAST - length);
        } while (!IntStream.range(first, first + length).allMatch(Ports::isFree));
        IntStream.range(first, first + length).forEach(GIVEN::add);
        return first;
    }

    private static boolean isFree(int port) {
        try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return !GIVEN.contains(port) && probe.isBound();
        } catch (IOException taken) {
            return false;
        }
    }
}
