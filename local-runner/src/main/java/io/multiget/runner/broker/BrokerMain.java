package io.multiget.runner.broker;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import kafka.tools.StorageTool;
import net.sourceforge.argparse4j.inf.ArgumentParserException;

/** One Kafka node, broker and controller at once. Formats its log directory at the first start. */
public final class BrokerMain {
    private BrokerMain() {}

    /** {@code args}: the file of broker properties, the cluster id. */
    public static void main(String[] args) throws IOException, ArgumentParserException, InterruptedException {
        Path file = Path.of(args[0]);
        format(file, args[1]);
        serve(load(file));
    }

    private static void format(Path file, String clusterId) throws ArgumentParserException {
        String[] command = {"format", "--ignore-formatted", "-t", clusterId, "-c", file.toString()};
        int code = StorageTool.execute(command, new PrintStream(System.out, true));
        if (code != 0) {
            throw new IllegalStateException("The broker's storage could not be formatted, code " + code);
        }
    }

    private static void serve(Properties properties) throws InterruptedException {
        Node node = new Node(properties);
        // Without it a restart waits for the old registration's session.
        Runtime.getRuntime().addShutdownHook(new Thread(node::stop, "broker-shutdown"));
        node.start();
        node.awaitStop();
    }

    private static Properties load(Path file) throws IOException {
        Properties properties = new Properties();
        try (InputStream in = Files.newInputStream(file)) {
            properties.load(in);
        }
        return properties;
    }
}
