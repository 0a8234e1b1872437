package io.yaim.loop.lease;

import io.yaim.model.NodeName;

/// Another running node bears this node's name; one of the two has to be given another.
public final class DuplicateNameException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public DuplicateNameException(NodeName name) {
        super("another running node is named " + name + "; set nodename to a name of its own");
    }
}
