package io.multiget.contract.pipeline.yaml;

import io.multiget.contract.pipeline.Api;
import io.multiget.contract.pipeline.Input;
import io.multiget.contract.pipeline.Lookup;
import io.multiget.contract.pipeline.Output;
import io.multiget.contract.pipeline.Output.NotFound;
import io.multiget.contract.pipeline.Output.OutputColumn;
import io.multiget.contract.pipeline.Pipeline;
import io.multiget.contract.pipeline.Stage;
import io.multiget.contract.pipeline.yaml.OutputReader.ReadOutput;
import io.multiget.contract.pipeline.yaml.Value.Named;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads a whole pipeline, part by part in the order of the file. */
final class PipelineReader {
    /** It becomes a part of topics' names, an application id and a connector's name. */
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_-]{0,99}");

    private static final int VERSION = 1;
    private static final int MOST_LOOKUPS = 100;

    private final Environment environment;
    private final Problems problems;

    PipelineReader(Environment environment, Problems problems) {
        this.environment = environment;
        this.problems = problems;
    }

    /**
     * The pipeline, with every reference resolved.
     *
     * @throws InvalidPipelineException if anything is wrong
     */
    ReadPipeline read(YamlNode root) {
        Section file = new Value("", root, problems)
                .section("version", "name", "input", "apis", "lookups", "stages", "output");
        file.require("version").ifPresent(PipelineReader::checkVersion);
        Optional<Value> name = file.require("name");
        Optional<String> checkedName = name.flatMap(PipelineReader::name);
        Optional<Input> input = file.require("input").flatMap(InputReader::read);
        Map<String, Api> apis =
                file.require("apis").map(new ApiReader(environment)::read).orElse(Map.of());
        Map<String, ReadLookup> lookups =
                file.require("lookups").map(v -> lookups(v, apis)).orElse(Map.of());

        DataFlow flow = new DataFlow(input.map(Input::columns).orElse(List.of()), lookups, problems);
        List<Stage> stages = file.require("stages").map(flow::stages).orElse(List.of());
        flow.checkLookups();
        Optional<ReadOutput> output = file.require("output").map(OutputReader::read);
        Optional<Output> checkedOutput = output.map(o -> check(o, flow));
        problems.throwIfAny();

        Map<String, Lookup> byName = new LinkedHashMap<>();
        lookups.forEach((lookup, read) -> byName.put(lookup, read.lookup()));
        Pipeline pipeline = new Pipeline(
                checkedName.orElseThrow(), input.orElseThrow(), apis, byName, stages, checkedOutput.orElseThrow());
        return new ReadPipeline(
                pipeline, name.orElseThrow().at(), output.orElseThrow().tableAt());
    }

    private static void checkVersion(Value value) {
        value.integer(VERSION, VERSION);
    }

    private static Optional<String> name(Value value) {
        return value.text()
                .flatMap(name -> NAME.matcher(name).matches()
                        ? Optional.of(name)
                        : value.wrong(
                                "name is '" + Show.cut(name) + "'",
                                "it becomes part of topics' names: lower case letters, digits, '_' and '-', a letter first, at"
                                        + " most 100 characters",
                                "choose such a name"));
    }

    private static Map<String, ReadLookup> lookups(Value value, Map<String, Api> apis) {
        List<Named> all = value.named();
        Names.checkCount(value, all, "lookups", MOST_LOOKUPS);
        Map<String, ReadLookup> lookups = new LinkedHashMap<>();
        for (Named named : all.subList(0, Math.min(all.size(), MOST_LOOKUPS))) {
            lookups.put(named.name(), LookupReader.read(named, apis));
        }
        return lookups;
    }

    private static Output check(ReadOutput output, DataFlow flow) {
        Map<String, NotFound> notFound = new LinkedHashMap<>();
        output.notFound().forEach((lookup, what) -> {
            flow.checkName(lookup.key(), "output.not_found");
            notFound.put(lookup.name(), what);
        });
        List<OutputColumn> columns = new ArrayList<>();
        output.columns().forEach((column, use) -> flow.type(use)
                .ifPresent(type -> columns.add(new OutputColumn(column, use.reference(), type))));
        return new Output(output.table(), notFound, columns);
    }
}
