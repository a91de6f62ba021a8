package io.multiget.benchmark.flink;

import io.multiget.benchmark.work.Line;
import io.multiget.benchmark.work.LineReader;
import java.io.IOException;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.file.src.reader.SimpleStreamFormat;
import org.apache.flink.connector.file.src.reader.StreamFormat;
import org.apache.flink.core.fs.FSDataInputStream;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a file, numbered. A file is one split, and one that is restored is read again from its beginning, up to
 * where it was; so the numbers hold.
 */
final class NumberedLines extends SimpleStreamFormat<Line> {
    @Override
    public StreamFormat.Reader<Line> createReader(Configuration config, FSDataInputStream file) throws IOException {
        LineReader lines = new LineReader(file);
        return new StreamFormat.Reader<>() {
            @Override
            public @Nullable Line read() throws IOException {
                return lines.next();
            }

            @Override
            public void close() throws IOException {
                lines.close();
            }
        };
    }

    @Override
    public TypeInformation<Line> getProducedType() {
        return TypeInformation.of(Line.class);
    }
}
