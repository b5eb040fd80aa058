package io.patchbay.demo;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** The demo's database in a process of its own, so that a test can kill it. Prints its URL, then waits to be ended. */
final class DemoDatabaseProcess {

    private DemoDatabaseProcess() {
    }

    public static void main(String[] arguments) throws InterruptedException {
        try {
            String url = DemoDatabase.start(Path.of(arguments[0])).url();
            // The lock on the directory must not depend on somebody keeping an object.
            System.gc();
            System.out.println("url=" + url);
            new CountDownLatch(1).await();
        } catch (DemoRefused refusal) {
            System.out.println("refused=" + refusal.getMessage());
            System.exit(1);
        }
    }
}
