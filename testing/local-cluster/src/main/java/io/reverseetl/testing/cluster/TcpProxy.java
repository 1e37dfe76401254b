// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.testing.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Passes on what goes between clients and a server on this machine, until a test has it cut or slow that down. */
public final class TcpProxy implements AutoCloseable {

    private static final int CONNECT_MILLIS = 2_000;
    private static final int CHUNK = 8_192;

    private final int serverPort;
    private final ServerSocket listening;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "tcp-proxy");
        thread.setDaemon(true);
        return thread;
    });
    private volatile Duration delay = Duration.ZERO;
    private volatile boolean isCut;

    private TcpProxy(int serverPort, ServerSocket listening) {
        this.serverPort = serverPort;
        this.listening = listening;
    }

    /** Listens on a free port for clients of the server on {@code serverPort}. */
    public static TcpProxy to(int serverPort) {
        try {
            TcpProxy proxy = new TcpProxy(serverPort, new ServerSocket(Ports.free(), 50, Ports.loopback()));
            proxy.threads.execute(proxy::accept);
            return proxy;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot listen for clients of port " + serverPort, e);
        }
    }

    public int port() {
        return listening.getLocalPort();
    }

    /** Breaks all connections, with what is on its way, and those that are opened until {@link #mend}. */
    public void cut() {
        isCut = true;
        open.forEach(TcpProxy::reset);
    }

    /** Holds back each piece of data, of 8 kB at the most, for so long, until {@link #mend}. */
    public void slowDown(Duration newDelay) {
        delay = newDelay;
    }

    /** From now on connections are as good as new. */
    public void mend() {
        isCut = false;
        delay = Duration.ZERO;
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket client = listening.accept();
                threads.execute(() -> connect(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void connect(Socket client) {
        Socket server = new Socket();
        open.add(client);
        open.add(server);
        try {
            if (isCut) {
                throw new IOException("cut");
            }
            server.connect(new InetSocketAddress(Ports.loopback(), serverPort), CONNECT_MILLIS);
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            Future<?> answers = threads.submit(() -> pass(server, client));
            pass(client, server);
            answers.get();
        } catch (IOException | ExecutionException e) {
            // The other side is told below.
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        } finally {
            reset(client);
            reset(server);
            open.remove(client);
            open.remove(server);
        }
    }

    /** Passes on what comes, and its end; if either side breaks, both do. */
    private void pass(Socket from, Socket to) {
        byte[] chunk = new byte[CHUNK];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int length = in.read(chunk); length >= 0; length = in.read(chunk)) {
                if (!delay.isZero()) {
                    TimeUnit.NANOSECONDS.sleep(delay.toNanos());
                }
                out.write(chunk, 0, length);
            }
            to.shutdownOutput();
        } catch (IOException broken) {
            reset(from);
            reset(to);
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
    }

    /** Closes without an orderly end, where it has not come to one. */
    private static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException gone) {
            // That is what was wanted.
        }
    }

    @Override
    public void close() {
        try {
            listening.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            cut();
            threads.shutdownNow();
        }
    }
}
