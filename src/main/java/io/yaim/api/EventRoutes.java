package io.yaim.api;

import io.yaim.json.Json;
import io.yaim.status.Timeline;
import io.yaim.status.TimelineEvent;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/// Recent and new events under `/v1/events`: as a list, or as server-sent events (HTML Living Standard, section
/// 9.2).
final class EventRoutes {

    private static final int MOST_STREAMS = 32;

    /// The period of heartbeats on a silent stream, so that neither side keeps a dead connection.
    private static final Duration SIGN_OF_LIFE = Duration.ofSeconds(10);

    private final Timeline timeline;
    private final Semaphore streams = new Semaphore(MOST_STREAMS);

    EventRoutes(Timeline timeline) {
        this.timeline = timeline;
    }

    List<Route> routes() {
        return List.of(Route.of("GET", "/v1/events", (serverRequest, _) -> events(serverRequest)));
    }

    private ServerResponse events(ServerRequest serverRequest) throws HttpErrorException {
        boolean isStream = serverRequest
                .header("Accept")
                .filter(type -> type.contains("text/event-stream"))
                .isPresent();
        long after = number(serverRequest, "after")
                .or(() -> serverRequest.header("Last-Event-ID").map(EventRoutes::number))
                .orElse(0L);
        if (!isStream) {
            long limit = number(serverRequest, "limit").orElse((long) Timeline.MOST);
            List<TimelineEvent> happenings = timeline.after(after);
            long skipped = Math.max(0, happenings.size() - limit);
            return ServerResponse.json(
                    200,
                    Map.of(
                            "events",
                            happenings.stream()
                                    .skip(skipped)
                                    .map(TimelineEvent::fields)
                                    .toList()));
        }
        // after the wall clock went back, an id of a previous incarnation may be above all present ones
        long from = after > timeline.latest() ? 0 : after;
        if (streams.availablePermits() == 0) {
            throw new HttpErrorException(503, "expected at most " + MOST_STREAMS + " streams of events at once");
        }
        return ServerResponse.streamed("text/event-stream", out -> write(out, from))
                .withHeader("Cache-Control", "no-store");
    }

    private void write(OutputStream out, long after) throws IOException, InterruptedException {
        if (!streams.tryAcquire()) {
            return; // other clients took the last streams; the client tries again
        }
        try {
            out.write(":\n\n".getBytes(StandardCharsets.UTF_8));
            out.flush();
            for (long last = after; ; ) {
                List<TimelineEvent> next = timeline.await(last, SIGN_OF_LIFE);
                var text = new StringBuilder(next.isEmpty() ? ":\n\n" : "");
                for (TimelineEvent timelineEvent : next) {
                    text.append("id: ").append(timelineEvent.id()).append('\n');
                    text.append("event: ").append(timelineEvent.kind().word()).append('\n');
                    text.append("data: ")
                            .append(Json.of(timelineEvent.fields()))
                            .append("\n\n");
                    last = timelineEvent.id();
                }
                out.write(text.toString().getBytes(StandardCharsets.UTF_8));
                out.flush();
            }
        } finally {
            streams.release();
        }
    }

    private static Optional<Long> number(ServerRequest serverRequest, String name) {
        return Optional.ofNullable(serverRequest.query().get(name)).map(EventRoutes::number);
    }

    private static long number(String text) {
        try {
            long number = Long.parseLong(text);
            if (number >= 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("expected a number, found " + text, e);
        }
        throw new IllegalArgumentException("expected a number of 0 or more, found " + text);
    }
}
