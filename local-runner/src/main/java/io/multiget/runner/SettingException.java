package io.multiget.runner;

/** A setting, a port or a path is not what it has to be; the message names it and its value. */
public final class SettingException extends RuntimeException {
    public SettingException(String message) {
        super(message);
    }
}
