package io.multiget.ingest.reader;

import java.io.IOException;

/** A record is a physical line, whatever is in it. */
final class LineSplitter extends RecordSplitter {
    LineSplitter(ByteWindow window, int longest, Position from) {
        super(window, longest, from);
    }

    @Override
    void split(int bound) throws IOException {
        byte[] bytes = this.bytes;
        int at = start;
        while (at < bound && !isBreak(bytes[at])) {
            at++;
        }
        if (at < bound || isEndOfFile(bound)) {
            endAt(at, 0);
        } else {
            endFirstLine(Defect.LINE_TOO_LONG, bound);
        }
    }
}
