package io.yaim.linux;

import java.io.IOException;

/// A system call that failed. The message names the call and the system's reason.
public final class LinuxException extends IOException {

    private static final long serialVersionUID = 1L;

    private final int errno;

    /// @param errno the error number, such as [Errno#EPERM]
    public LinuxException(String operation, int errno) {
        super(operation + ": " + Libc.errorText(errno));
        this.errno = errno;
    }

    public int errno() {
        return errno;
    }
}
