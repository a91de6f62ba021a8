package io.multiget.simulator;

import java.util.List;

/**
 * A call in the log.
 *
 * @param number counts the calls from 1, over resets too
 * @param ms milliseconds since the simulator started, when the call had arrived
 * @param endpoint as the statistics name it
 * @param ids as they were asked
 * @param host as the client names us: tells clients apart that come by different ways
 * @param outcome the status it was to get, or {@code reset}, {@code closed}, {@code silence}
 */
public record LoggedCall(long number, long ms, String endpoint, List<String> ids, String host, String outcome) {}
