package io.yaim.check;

import java.util.Collection;

/// No provider has this type. The message lists the known types.
public final class UnknownCheckTypeException extends Exception {

    private static final long serialVersionUID = 1;

    UnknownCheckTypeException(String type, Collection<String> known) {
        super("unknown check type '" + ReasonText.of(type) + "', known are " + String.join(", ", known));
    }
}
