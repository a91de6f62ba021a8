package io.multiget.contract.json;

import org.apache.kafka.common.errors.SerializationException;

/** A record was written by a newer version than this one can read. */
public final class UnknownVersionException extends SerializationException {
    UnknownVersionException(int version) {
        super("version " + version + " of a record is not known here");
    }
}
