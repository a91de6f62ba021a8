package io.multiget.ingest.reader;

import io.multiget.contract.pipeline.Input;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Lines of cells, with or without a header.
 *
 * @param delimiter of a format that has its own; otherwise it is found by looking
 */
record DelimitedFormat(List<String> names, Optional<Character> delimiter) implements RecordFormat {
    static final DelimitedFormat CSV = new DelimitedFormat(List.of("csv"), Optional.empty());
    static final DelimitedFormat TSV = new DelimitedFormat(List.of("tsv"), Optional.of('\t'));

    @Override
    public Layout look(Content content, Input input, ReadingOptions options) throws IOException {
        DelimiterSurvey survey = new DelimiterSurvey(content, input.columns());
        Optional<Character> declared = options.delimiter().or(() -> delimiter);
        char found = declared.isPresent() ? survey.check(declared.get()) : survey.find();
        return new HeaderSearch(content, input.columns(), found).layout(options.header());
    }
}
