package io.multiget.runner.connect;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.connect.cli.ConnectDistributed;

/** One distributed Connect worker. */
public final class ConnectMain {
    private ConnectMain() {}

    /** {@code args}: the file of worker properties, then {@code name=value} for each one that differs. */
    public static void main(String[] args) throws IOException {
        Map<String, String> properties = new HashMap<>(load(Path.of(args[0])));
        List<String> overrides = Arrays.asList(args).subList(1, args.length);
        overrides.forEach(override -> {
            int equals = override.indexOf('=');
            properties.put(override.substring(0, equals), override.substring(equals + 1));
        });
        new ConnectDistributed().startConnect(properties).awaitStop();
    }

    private static Map<String, String> load(Path file) throws IOException {
        Properties properties = new Properties();
        try (InputStream in = Files.newInputStream(file)) {
            properties.load(in);
        }
        Map<String, String> map = new HashMap<>();
        properties.stringPropertyNames().forEach(name -> map.put(name, properties.getProperty(name)));
        return map;
    }
}
