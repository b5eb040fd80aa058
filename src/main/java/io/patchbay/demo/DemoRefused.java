package io.patchbay.demo;

/** The demo cannot start; the message is the one sentence a person needs. */
final class DemoRefused extends RuntimeException {

    DemoRefused(String message) {
        super(message);
    }
}
