package io.yaim.cli.line;

import io.yaim.api.Request;
import io.yaim.api.Response;
import io.yaim.store.Desk;
import java.util.Map;
import java.util.function.Function;

/// The API in this very process, where no node runs: what it says comes from the store, and what it is told
/// goes there.
public final class ApiLine implements Line {

    private final Function<Request, Response> api;
    private final Desk desk;

    /// @param desk of that API; is closed with this
    public ApiLine(Function<Request, Response> api, Desk desk) {
        this.api = api;
        this.desk = desk;
    }

    @Override
    public Answer ask(Question question) {
        var caller = new Request.Caller("this process", true, true);
        Response response =
                api.apply(Request.of(question.method(), question.target(), Map.of(), question.body(), caller));
        return new Answer(
                response.status(),
                switch (response.content()) {
                    case Response.Content.Whole(String text) -> text;
                    case Response.Content.Flow _ -> "";
                });
    }

    @Override
    public void follow(String target, Listener listener) throws NoAnswerException {
        throw new NoAnswerException("only a running node tells what happens; there is none");
    }

    @Override
    public void close() {
        desk.close();
    }
}
