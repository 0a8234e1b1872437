package io.yaim.loop.lease;

import io.yaim.model.NodeName;

/// Another running node has this node's name. One of the two needs another name.
public final class DuplicateNameException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public DuplicateNameException(NodeName name) {
        super("another running node is named " + name + "; set nodename to a name of its own");
    }
}
