package io.yaim.store.etcd;

import io.etcd.jetcd.common.exception.EtcdException;
import io.grpc.Status;
import io.yaim.model.PrintableLine;
import java.io.IOException;
import java.util.List;

/// A request failed: etcd refused it, or did not answer in time.
final class CallFailedException extends IOException {

    private static final long serialVersionUID = 1L;
    private static final int LONGEST = 400;
    private static final int DEEPEST = 8;

    /// etcd answers so with INVALID_ARGUMENT, in 3.4 and later.
    private static final List<String> LOGIN_WANTED =
            List.of("user name is empty", "revision of auth store is old", "invalid auth token");

    private final Status.Code code;

    CallFailedException(String tried, Status.Code code, String reason) {
        super(tried + ": " + reason);
        this.code = code;
    }

    static CallFailedException of(String tried, Throwable cause) {
        var failed = new CallFailedException(tried, codeOf(cause), reason(cause));
        failed.initCause(cause);
        return failed;
    }

    /// The same failure, of another call.
    static CallFailedException again(CallFailedException known) {
        var again = new CallFailedException(String.valueOf(known.getMessage()), known.code);
        again.initCause(known);
        return again;
    }

    private CallFailedException(String message, Status.Code code) {
        super(message);
        this.code = code;
    }

    /// Whether etcd does not know the token of the call, or wants one.
    boolean isLoginWanted() {
        String message = String.valueOf(getMessage());
        return code == Status.Code.UNAUTHENTICATED || LOGIN_WANTED.stream().anyMatch(message::contains);
    }

    Status.Code code() {
        return code;
    }

    /// Whether another endpoint or a new connection may succeed. All other errors are the decision of etcd.
    boolean isRetryable() {
        return switch (code) {
            case NOT_FOUND,
                    INVALID_ARGUMENT,
                    FAILED_PRECONDITION,
                    PERMISSION_DENIED,
                    OUT_OF_RANGE,
                    ALREADY_EXISTS,
                    RESOURCE_EXHAUSTED,
                    UNIMPLEMENTED -> false;
            case OK,
                    CANCELLED,
                    UNKNOWN,
                    DEADLINE_EXCEEDED,
                    ABORTED,
                    INTERNAL,
                    UNAVAILABLE,
                    DATA_LOSS,
                    UNAUTHENTICATED -> true;
        };
    }

    private static Status.Code codeOf(Throwable cause) {
        return cause instanceof EtcdException e
                ? Status.Code.valueOf(e.getErrorCode().name())
                : Status.fromThrowable(cause).getCode();
    }

    /// The messages of all causes, since gRPC's own is often no more than "io exception".
    private static String reason(Throwable cause) {
        var reason = new StringBuilder();
        Throwable next = cause;
        for (int depth = 0; next != null && depth < DEEPEST; depth++) {
            String message = next.getMessage() == null ? next.getClass().getSimpleName() : next.getMessage();
            if (reason.indexOf(message) < 0) {
                reason.append(reason.isEmpty() ? "" : ": ").append(message);
            }
            next = next.getCause();
        }
        return PrintableLine.of(reason.toString(), LONGEST);
    }
}
