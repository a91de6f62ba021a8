package io.multiget.runner.command;

import io.multiget.contract.pipeline.yaml.InvalidPipelineException;
import io.multiget.runner.SettingException;
import io.multiget.runner.role.StartFailedException;
import java.io.IOException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code multiget}. */
@Command(
        name = "multiget",
        mixinStandardHelpOptions = true,
        version = "multiget 1.0.0-SNAPSHOT",
        description = "Asks an API about every line of a file and lands one row a line in Postgres.",
        footer = {
            "",
            "Exit codes: 0 landed; 1 upload failed or cancelled; 2 usage, settings, pipeline or port;",
            "3 the system did not start or was lost; 130 Ctrl-C.",
            "Settings are environment variables, see README.md."
        })
public final class Multiget implements Runnable {
    @Spec
    private CommandSpec spec;

    private Multiget() {}

    /** Ends the JVM with the command's exit code. */
    public static void main(String[] args) {
        // Before the first logger: Kafka's clients would tell a terminal what is none of its business.
        System.setProperty("logback.configurationFile", "logback-command.xml");
        Console console = Console.ofScript();
        Shutdown shutdown = Shutdown.install(console);
        int code = commandLine(new Sessions(System.getenv(), console, shutdown)).execute(args);
        if (shutdown.hasBegun()) {
            return; // the exit code is the signal's
        }
        System.exit(code);
    }

    /** All commands, on one system. */
    static CommandLine commandLine(Sessions sessions) {
        Console console = sessions.console();
        return new CommandLine(new Multiget())
                .addSubcommand(new EnrichCommand(sessions))
                .addSubcommand(new UpCommand(sessions))
                .addSubcommand(new DownCommand(sessions))
                .addSubcommand(new StatusCommand(sessions))
                .addSubcommand(new ReplayCommand(sessions))
                .addSubcommand(new ReprocessCommand(sessions))
                .addSubcommand(new ValidateCommand(sessions))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((e, command, parsed) -> {
                    if (!sessions.shutdown().hasBegun()) {
                        tell(e, console);
                    }
                    return exitCode(e);
                });
    }

    private static void tell(Exception e, Console console) {
        console.say("multiget: " + e.getMessage());
        if (!isExpected(e)) {
            e.printStackTrace(console.err());
        }
    }

    /** Anything else is a mistake of ours, and told with its stack trace. */
    private static boolean isExpected(Exception e) {
        return e instanceof CommandException
                || e instanceof SettingException
                || e instanceof InvalidPipelineException
                || e instanceof StartFailedException
                || e instanceof UploadClient.Refused
                || e instanceof IOException;
    }

    private static int exitCode(Exception e) {
        if (e instanceof CommandException command) {
            return command.exitCode();
        }
        if (e instanceof SettingException || e instanceof InvalidPipelineException) {
            return ExitCode.USAGE;
        }
        if (e instanceof StartFailedException failed && failed.isUsage()) {
            return ExitCode.USAGE;
        }
        if (e instanceof UploadClient.Refused refused) {
            return refused.code().equals("bad_parameter") ? ExitCode.USAGE : ExitCode.NOT_LANDED;
        }
        return ExitCode.NO_SYSTEM;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Which command? For example: ./multiget enrich items.csv");
    }
}
