package io.yaim.lab;

import io.yaim.json.Fields;
import io.yaim.json.Json;
import io.yaim.json.StrictYaml;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;

/// A headless Chromium with one page, driven by the Chrome DevTools Protocol over a pair of pipes: wherever in
/// the network it runs, no port is needed. Resolves no names.
public final class Chromium implements Closeable {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final int LONGEST_MESSAGE = 64 << 20;
    private static final int DEPTH = 100;

    private final AtomicInteger ids = new AtomicInteger();
    private final Map<Integer, CompletableFuture<Fields>> awaited = new ConcurrentHashMap<>();
    private final List<String> problems = new CopyOnWriteArrayList<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final Path folder;
    private final Process process;
    private final String session;

    /// Starts the browser.
    ///
    /// @param place makes a command a process where the browser is to run, such as [Namespace#process]
    public static Chromium start(Function<List<String>, ProcessBuilder> place) throws IOException {
        return new Chromium(place);
    }

    private Chromium(Function<List<String>, ProcessBuilder> place) throws IOException {
        folder = Files.createTempDirectory("yaim-chromium");
        process = place.apply(command(folder))
                .redirectError(folder.resolve("stderr").toFile())
                .start();
        try {
            Thread.ofPlatform().daemon().name("chromium").start(this::read);
            String target = send("", "Target.createTarget", Map.of("url", "about:blank"))
                    .text("targetId");
            session = send("", "Target.attachToTarget", Map.of("targetId", target, "flatten", true))
                    .text("sessionId");
            for (String domain : List.of("Page", "Runtime", "Log", "Network")) {
                send(domain + ".enable", Map.of());
            }
        } catch (IOException e) {
            try (this) {
                throw e;
            }
        }
    }

    /// The browser receives commands on descriptor 3 and answers on 4. It makes no connections by itself.
    private static List<String> command(Path folder) {
        return List.of(
                "sh",
                "-c",
                "exec \"$@\" 3<&0 4>&1 0</dev/null 1>&2",
                "sh",
                "chromium",
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--disable-extensions",
                "--hide-scrollbars",
                "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
                "--user-data-dir=" + folder,
                "--remote-debugging-pipe",
                "about:blank");
    }

    /// The problems of the page: uncaught errors, and all errors and warnings of its console.
    public List<String> problems() {
        return problems;
    }

    /// The addresses of all requests of the page.
    public List<String> requests() {
        return requests;
    }

    /// From now on every page that is opened runs this script before its own.
    public void runFirst(String script) throws IOException {
        send("Page.addScriptToEvaluateOnNewDocument", Map.of("source", script));
    }

    public void open(String url) throws IOException {
        var error = send("Page.navigate", Map.of("url", url)).optionalText("errorText");
        if (error.isPresent()) {
            throw new IOException("open " + url + ": " + error.get());
        }
    }

    /// The value of an expression in the page, as text. A promise is awaited.
    public String eval(String expression) throws IOException {
        Fields answer = send(
                "Runtime.evaluate",
                Map.of("expression", "(async () => String(await (" + expression + ")))()", "awaitPromise", true));
        if (answer.values().containsKey("exceptionDetails")) {
            throw new IOException(expression + ": " + answer.values().get("exceptionDetails"));
        }
        return answer.nested("result").text("value");
    }

    /// Clicks with the mouse into the middle of the element, once it can be seen.
    public void click(String selector) throws IOException {
        String middle = eval("(() => { const e = document.querySelector(" + Json.of(selector) + ");"
                + " e.scrollIntoView({block: 'center', behavior: 'instant'});"
                + " const b = e.getBoundingClientRect(); return [b.x + b.width / 2, b.y + b.height / 2]; })()");
        int comma = middle.indexOf(',');
        for (String type : List.of("mousePressed", "mouseReleased")) {
            var event = new LinkedHashMap<String, Object>();
            event.put("type", type);
            event.put("x", Double.valueOf(middle.substring(0, comma)));
            event.put("y", Double.valueOf(middle.substring(comma + 1)));
            event.put("button", "left");
            event.put("clickCount", 1);
            send("Input.dispatchMouseEvent", event);
        }
    }

    /// Presses and releases a key.
    ///
    /// @param key such as `Enter` or `ArrowRight`
    /// @param code as Windows numbers it
    public void press(String key, int code) throws IOException {
        String text = key.equals("Enter") ? "\r" : "";
        for (String type : List.of("keyDown", "keyUp")) {
            send(
                    "Input.dispatchKeyEvent",
                    Map.of("type", type, "key", key, "code", key, "windowsVirtualKeyCode", code, "text", text));
        }
    }

    /// Sets the size of the window, in CSS pixels.
    public void resize(int width, int height) throws IOException {
        send(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    }

    /// Sets the preferred color scheme.
    ///
    /// @param scheme `light` or `dark`
    public void prefer(String scheme) throws IOException {
        send(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    }

    /// What the window shows, as PNG.
    public byte[] screenshot() throws IOException {
        return Base64.getDecoder()
                .decode(send("Page.captureScreenshot", Map.of("format", "png")).text("data"));
    }

    private Fields send(String method, Map<String, Object> parameters) throws IOException {
        return send(session, method, parameters);
    }

    private Fields send(String receiver, String method, Map<String, Object> parameters) throws IOException {
        int id = ids.incrementAndGet();
        var message = new LinkedHashMap<String, Object>();
        message.put("id", id);
        message.put("method", method);
        message.put("params", parameters);
        if (!receiver.isEmpty()) {
            message.put("sessionId", receiver);
        }
        var answer = new CompletableFuture<Fields>();
        awaited.put(id, answer);
        try {
            synchronized (awaited) {
                OutputStream out = process.getOutputStream();
                out.write((Json.of(message) + '\0').getBytes(StandardCharsets.UTF_8));
                out.flush();
            }
            return answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException(method + ": " + e + "; " + Files.readString(folder.resolve("stderr")), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted in " + method, e);
        } finally {
            awaited.remove(id);
        }
    }

    private void read() {
        try (InputStream in = new BufferedInputStream(process.getInputStream())) {
            var message = new ByteArrayOutputStream();
            for (int next = in.read(); next >= 0; next = in.read()) {
                if (next != 0) {
                    message.write(next);
                } else {
                    receive(message.toString(StandardCharsets.UTF_8));
                    message.reset();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            awaited.values().forEach(answer -> answer.completeExceptionally(new IOException("the browser has ended")));
        }
    }

    private void receive(String text) {
        Fields message = StrictYaml.parse(text, LONGEST_MESSAGE, DEPTH)
                .map(parsed -> Fields.of(parsed, "fields"))
                .orElseThrow();
        if (message.values().get("id") instanceof Integer id) {
            CompletableFuture<Fields> answer = awaited.getOrDefault(id, new CompletableFuture<>());
            if (message.values().containsKey("error")) {
                answer.completeExceptionally(new IOException(text));
            } else {
                answer.complete(message.nested("result"));
            }
            return;
        }
        switch (message.text("method")) {
            case "Runtime.exceptionThrown" -> problems.add(text);
            case "Runtime.consoleAPICalled" -> complain(message.nested("params").text("type"), text);
            case "Log.entryAdded" ->
                complain(message.nested("params").nested("entry").text("level"), text);
            case "Network.requestWillBeSent" ->
                requests.add(message.nested("params").nested("request").text("url"));
            default -> {} // the protocol tells much more
        }
    }

    private void complain(String level, String text) {
        if (level.equals("error") || level.equals("warning")) {
            problems.add(text);
        }
    }

    /// Ends the browser with all its processes.
    @Override
    public void close() throws IOException {
        List<ProcessHandle> all = new ArrayList<>(process.descendants().toList());
        all.add(process.toHandle());
        all.forEach(ProcessHandle::destroyForcibly);
        try {
            for (ProcessHandle one : all) { // one that still runs may still write into the folder
                one.onExit().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("end the browser", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the browser ends", e);
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
