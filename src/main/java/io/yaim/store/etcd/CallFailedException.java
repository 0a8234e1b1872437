package io.yaim.store.etcd;

import io.etcd.jetcd.common.exception.EtcdException;
import io.grpc.Status;
import io.yaim.model.PrintableLine;
import java.io.IOException;

/// A request failed: etcd refused it, or did not answer in time.
final class CallFailedException extends IOException {

    private static final long serialVersionUID = 1L;
    private static final int LONGEST = 400;
    private static final int DEEPEST = 8;

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
