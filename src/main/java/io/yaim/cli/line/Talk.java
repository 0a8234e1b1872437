package io.yaim.cli.line;

import java.io.IOException;
import java.util.List;

/// Questions over a line, whose answers are what was asked for; what is refused is thrown.
public final class Talk implements AutoCloseable {

    private final Line line;

    public Talk(Line line) {
        this.line = line;
    }

    /// The answer as it was told.
    ///
    /// @throws RefusalException it is not done
    public Object ask(Question question) throws IOException {
        return line.ask(question).done().value();
    }

    public Told get(String target) throws IOException {
        return Told.of(ask(Question.get(target)));
    }

    /// What `/v1/nodes` and the like tell of each.
    public List<Told> each(String kind) throws IOException {
        return get("/v1/" + kind).each(kind);
    }

    public void follow(String target, Line.Listener listener) throws IOException {
        line.follow(target, listener);
    }

    @Override
    public void close() {
        line.close();
    }
}
