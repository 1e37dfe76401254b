// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.crm;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** Answers HTTP requests with whatever bytes it is told to: a real server would refuse to send most of them. */
final class AnsweringServer implements AutoCloseable {

    /** A request, as far as an answer depends on it. */
    record Request(String method, String target, String contentType, String body) {}

    private final ServerSocket server;
    private final Function<Request, byte[]> answers;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "answering-server");
        thread.setDaemon(true);
        return thread;
    });

    /** @param answers the bytes to send; behind them the connection is closed */
    AnsweringServer(Function<Request, byte[]> answers) {
        this.answers = answers;
        try {
            server = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.execute(this::accept);
    }

    String url() {
        return "http://127.0.0.1:" + server.getLocalPort();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket connection = server.accept();
                threads.execute(() -> serve(connection));
            } catch (IOException e) {
                // Closed: nobody calls any more.
                return;
            }
        }
    }

    private void serve(Socket connection) {
        try (connection;
                InputStream in = new BufferedInputStream(connection.getInputStream())) {
            String start = line(in);
            int length = 0;
            String contentType = "";
            for (String header = line(in); !header.isEmpty(); header = line(in)) {
                String value = header.substring(header.indexOf(':') + 1).strip();
                switch (header.substring(0, header.indexOf(':')).toLowerCase(Locale.ROOT)) {
                    case "content-length" -> length = Integer.parseInt(value);
                    case "content-type" -> contentType = value;
                    default -> {
                        // Says nothing about the answer.
                    }
                }
            }
            String body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
            String[] words = start.split(" ", 3);
            connection.getOutputStream().write(answers.apply(new Request(words[0], words[1], contentType, body)));
        } catch (IOException e) {
            // The client has seen enough.
        }
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new IOException("Half a request");
            }
            line.append((char) next);
        }
        return line.toString().strip();
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.shutdownNow();
    }
}
