package io.multiget.contract.pipeline.yaml;

import io.multiget.contract.pipeline.Pipeline;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Loads pipelines from their YAML files.
 *
 * <pre>{@code
 * List<Pipeline> pipelines = PipelineLoader.loadAll(Path.of("pipelines"), System::getenv);
 * }</pre>
 *
 * <p>What comes back is whole and checked; anything else is an {@link InvalidPipelineException} with every error of every
 * file. Nothing but the files is touched: no name is resolved and no API is asked. Safe from any thread.
 *
 * <p>A function for the environment gives a variable's text, or null where it is not set.
 */
public final class PipelineLoader {
    /** Hundreds of lookups fit; what is larger is another kind of file. */
    private static final int LARGEST_FILE = 1024 * 1024;

    private PipelineLoader() {}

    /**
     * The pipeline in the file.
     *
     * @throws InvalidPipelineException if the file cannot be read or anything in it is wrong
     */
    public static Pipeline load(Path file, Function<String, @Nullable String> environment) {
        return read(file, environment).pipeline();
    }

    /**
     * The pipelines in the folder's {@code .yaml} and {@code .yml} files, by file name, folders in it and hidden files left
     * out; or the one pipeline, where {@code folder} is a file. At least one, no two of the same name, and no two that
     * write to the same table.
     *
     * @throws InvalidPipelineException if a file cannot be read or anything in one is wrong
     */
    public static List<Pipeline> loadAll(Path folder, Function<String, @Nullable String> environment) {
        if (!Files.isDirectory(folder)) {
            return List.of(load(folder, environment));
        }
        List<PipelineError> errors = new ArrayList<>();
        Map<Path, ReadPipeline> read = new LinkedHashMap<>();
        for (Path file : files(folder)) {
            try {
                read.put(file, read(file, environment));
            } catch (InvalidPipelineException e) {
                errors.addAll(e.errors());
            }
        }
        errors.addAll(clashes(read));
        if (!errors.isEmpty()) {
            throw new InvalidPipelineException(errors.stream().sorted().toList());
        }
        return read.values().stream().map(ReadPipeline::pipeline).toList();
    }

    private static List<Path> files(Path folder) {
        Problems problems = new Problems(folder.toString());
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder, PipelineLoader::isPipelineFile)) {
            stream.forEach(files::add);
        } catch (DirectoryIteratorException | IOException e) {
            throw problems.fatal(Position.NONE, "the folder cannot be read", reason(e), "check its permissions");
        }
        if (files.isEmpty()) {
            throw problems.fatal(
                    Position.NONE,
                    "no pipeline",
                    "the folder holds no .yaml or .yml file",
                    "put one there, or name another folder in MULTIGET_PIPELINES");
        }
        return files.stream().sorted().toList();
    }

    private static boolean isPipelineFile(Path file) {
        String name = file.getFileName().toString();
        return !name.startsWith(".") && (name.endsWith(".yaml") || name.endsWith(".yml")) && !Files.isDirectory(file);
    }

    /** Names and tables, with the views of a table, that two files claim. */
    private static List<PipelineError> clashes(Map<Path, ReadPipeline> read) {
        List<PipelineError> errors = new ArrayList<>();
        Map<String, Path> names = new HashMap<>();
        Map<String, Path> relations = new HashMap<>();
        read.forEach((file, pipeline) -> {
            String name = pipeline.pipeline().name();
            claim(names, name, "pipeline '" + name + "'", file, pipeline.nameAt(), errors);
            String table = pipeline.pipeline().output().table();
            for (String relation : List.of(table, table + "_enriched", table + "_rejected")) {
                claim(relations, relation, "table or view '" + relation + "'", file, pipeline.tableAt(), errors);
            }
        });
        return errors;
    }

    private static void claim(
            Map<String, Path> owners, String what, String shown, Path file, Position at, List<PipelineError> errors) {
        Path owner = owners.putIfAbsent(what, file);
        if (owner != null) {
            errors.add(new PipelineError(
                    file.toString(), at.line(), at.column(), shown, owner + " has it already", "choose another name"));
        }
    }

    private static ReadPipeline read(Path file, Function<String, @Nullable String> environment) {
        Problems problems = new Problems(file.toString());
        String text = decode(bytes(file, problems), problems);
        YamlNode root = YamlParser.parse(text, problems);
        return new PipelineReader(new Environment(environment), problems).read(root);
    }

    private static byte[] bytes(Path file, Problems problems) {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            String found = Files.isDirectory(file) ? "it is a folder" : "it is not a regular file";
            throw problems.fatal(Position.NONE, "no pipeline file", found, "name a .yaml file");
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(LARGEST_FILE + 1);
            if (bytes.length > LARGEST_FILE) {
                throw problems.fatal(
                        Position.NONE,
                        "the file is too large",
                        "at most " + LARGEST_FILE + " bytes are read",
                        "is it a pipeline?");
            }
            return bytes;
        } catch (NoSuchFileException e) {
            throw problems.fatal(Position.NONE, "no such file", "nothing is there", "check the path");
        } catch (IOException e) {
            throw problems.fatal(Position.NONE, "the file cannot be read", reason(e), "check its permissions");
        }
    }

    private static String reason(Exception e) {
        return e.getClass().getSimpleName() + " " + e.getMessage();
    }

    private static String decode(byte[] bytes, Problems problems) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length + 1);
        CoderResult result = decoder.decode(in, out, true);
        String text = out.flip().toString();
        if (result.isError()) {
            throw problems.fatal(
                    Position.of(text, text.length()),
                    "a byte that is not UTF-8",
                    "YAML is text in UTF-8",
                    "save the file as UTF-8");
        }
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }
}
