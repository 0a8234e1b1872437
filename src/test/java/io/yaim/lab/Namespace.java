package io.yaim.lab;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;

/// A network namespace of its own, empty but for its loopback device, which is up. Needs root.
public final class Namespace implements Closeable {

    private static final AtomicInteger COUNT = new AtomicInteger();

    private final String name;

    private Namespace(String name) {
        this.name = name;
    }

    /// Makes a namespace whose name on this machine contains `role` and is unique.
    public static Namespace create(String role) throws IOException {
        var namespace =
                new Namespace("yaim-" + ProcessHandle.current().pid() + "-" + COUNT.incrementAndGet() + "-" + role);
        Shell.run("ip", "netns", "add", namespace.name);
        try {
            namespace.ip("link", "set", "lo", "up");
        } catch (IOException e) {
            try (namespace) {
                throw e;
            }
        }
        return namespace;
    }

    /// The name that `ip netns` knows it by.
    public String name() {
        return name;
    }

    /// Runs the work on a fresh platform thread inside the namespace and waits for it. Sockets that it opens, and
    /// threads and processes that it starts, belong to the namespace; so do not start a shared pool in there. But
    /// `/proc/net`, and with it what [java.net.NetworkInterface] says of IPv6, stays that of the process.
    public <T> T call(Callable<T> work) throws Exception {
        var task = new FutureTask<>(work);
        start("in " + name, task);
        try {
            return task.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Exception cause) {
                throw cause;
            }
            throw e;
        } catch (InterruptedException e) {
            task.cancel(true);
            throw e;
        }
    }

    /// Starts a platform thread, a daemon, that has entered the namespace when the work begins.
    public Thread start(String threadName, Runnable work) {
        return Thread.ofPlatform().daemon().name(threadName).start(() -> {
            try {
                Libc.enter("/run/netns/" + name);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            work.run();
        });
    }

    /// A process inside the namespace, ready to be started; its pid is the command's own.
    public ProcessBuilder process(List<String> command) {
        var all = new ArrayList<>(List.of("ip", "netns", "exec", name));
        all.addAll(command);
        return new ProcessBuilder(all);
    }

    /// Runs a command to its end inside the namespace, as [Shell#run(String...)] does.
    public String run(String... command) throws IOException {
        return Shell.run(process(List.of(command)).command().toArray(String[]::new));
    }

    /// Runs `ip` with these arguments in the namespace.
    public String ip(String... arguments) throws IOException {
        var command = new ArrayList<>(List.of("ip", "-n", name));
        command.addAll(List.of(arguments));
        return Shell.run(command.toArray(String[]::new));
    }

    /// Writes a setting below `/proc/sys/net`, such as `ipv4/ip_forward`.
    public void set(String key, String value) throws Exception {
        call(() -> Files.writeString(Path.of("/proc/sys/net").resolve(key), value));
    }

    /// Makes a pair of connected Ethernet devices, up at both ends: `device` here, `peerDevice` in the other
    /// namespace.
    public void addVeth(String device, Namespace peer, String peerDevice) throws IOException {
        Shell.run(
                "ip",
                "link",
                "add",
                device,
                "netns",
                name,
                "type",
                "veth",
                "peer",
                "name",
                peerDevice,
                "netns",
                peer.name);
        ip("link", "set", "dev", device, "up");
        peer.ip("link", "set", "dev", peerDevice, "up");
    }

    /// Removes the namespace with all its devices. Processes still in it keep it alive, unnamed, until they end.
    @Override
    public void close() throws IOException {
        Shell.run("ip", "netns", "del", name);
    }
}
