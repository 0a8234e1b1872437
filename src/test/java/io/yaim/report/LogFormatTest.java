package io.yaim.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

class LogFormatTest {

    private final LogFormat logfmt = new LogFormat(LogFormat.Style.LOGFMT);
    private final LogFormat json = new LogFormat(LogFormat.Style.JSON);

    @Test
    void writesOneLineAnEvent() {
        LogRecord line = line(Level.INFO, "bound", "count", 2, "addresses", "10.0.0.1,10.0.0.2");
        assertThat(logfmt.format(line))
                .isEqualTo("ts=2026-01-02T03:04:05.678Z level=info event=bound count=2 addresses=10.0.0.1,10.0.0.2\n");
        assertThat(json.format(line))
                .isEqualTo("{\"ts\":\"2026-01-02T03:04:05.678Z\",\"level\":\"info\",\"event\":\"bound\",\"count\":2,"
                        + "\"addresses\":\"10.0.0.1,10.0.0.2\"}\n");
    }

    @Test
    void letsNoValueForgeALineOrAField() {
        LogRecord line = line(Level.WARNING, "unhealthy", "reason", "a \"b\"\nlevel=info event=healthy\u0007\\");
        assertThat(logfmt.format(line))
                .endsWith(
                        "level=warn event=unhealthy reason=\"a \\\"b\\\"\\u000alevel=info event=healthy\\u0007\\\\\"\n");
        assertThat(json.format(line))
                .endsWith("\"reason\":\"a \\\"b\\\"\\u000alevel=info event=healthy\\u0007\\\\\"}\n");
    }

    @Test
    void cutsValuesThatAreTooLong() {
        assertThat(logfmt.format(line(Level.INFO, "x", "key", "a".repeat(100_000))))
                .hasSizeLessThan(2100)
                .endsWith("a...\n");
    }

    @Test
    void quotesAnEmptyValue() {
        assertThat(logfmt.format(line(Level.INFO, "member", "reason", ""))).endsWith("event=member reason=\"\"\n");
    }

    @Test
    void writesWhatLibrariesSayWithTheirName() {
        var line = new LogRecord(Level.SEVERE, "cannot {0}");
        line.setParameters(new Object[] {"connect"});
        line.setLoggerName("some.library");
        line.setThrown(new IllegalStateException("no"));
        assertThat(logfmt.format(line))
                .contains("level=error event=log logger=some.library msg=\"cannot connect\"")
                .endsWith("error=\"java.lang.IllegalStateException: no\"\n");
    }

    private static LogRecord line(Level level, String event, Object... namesAndValues) {
        Map<String, Object> fields = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            fields.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        var line = new LogRecord(level, event);
        line.setInstant(Instant.parse("2026-01-02T03:04:05.678Z"));
        line.setParameters(new Object[] {fields});
        return line;
    }
}
