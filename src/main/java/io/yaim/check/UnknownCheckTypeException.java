package io.yaim.check;

import java.util.Collection;

/// No provider has this type; the message lists the known ones.
public final class UnknownCheckTypeException extends Exception {

    private static final long serialVersionUID = 1;

    UnknownCheckTypeException(String type, Collection<String> known) {
        super("unknown type of check '" + ReasonText.of(type) + "', known are " + String.join(", ", known));
    }
}
