package io.patchbay.route;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.ClosedChannelException;
import javax.net.ssl.SSLHandshakeException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.apache.hc.core5.http.NoHttpResponseException;

/** Why a call has no answer, in words. An exception's own text is not used: it may hold a URL with its key. */
final class FaultText {

    private FaultText() {
    }

    static String of(Throwable fault) {
        return switch (fault) {
            case ConnectTimeoutException slow -> "no connection could be made within the time allowed";
            case ConnectException refused -> "the connection was refused";
            case ConnectionRequestTimeoutException busy -> "all connections of this node to the provider are in use";
            case UnknownHostException unknown -> "the provider's host name is not known";
            case SSLHandshakeException handshake -> "no TLS connection could be agreed on";
            case HttpTimeoutException slow -> "no answer came within the time allowed";
            case SocketTimeoutException slow -> "no answer came within the time allowed";
            case NoHttpResponseException closed -> "the connection was closed without an answer";
            case ConnectionClosedException closed -> "the connection was closed in the middle of an answer";
            case SocketException reset -> "the connection broke";
            case ClosedChannelException closed -> "the connection broke";
            case IOException broken when broken.getClass() == IOException.class -> "the connection broke";
            default -> fault.getClass().getSimpleName();
        };
    }
}
