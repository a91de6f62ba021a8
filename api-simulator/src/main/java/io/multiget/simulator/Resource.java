package io.multiget.simulator;

import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * A kind of thing that can be asked for, alone or in a multiget, and how often each of its ids was.
 *
 * @param wrapper the member that holds a body, empty where the body is the whole answer
 */
record Resource<T>(
        String name,
        Function<String, Optional<T>> catalog,
        Members<T> members,
        UnaryOperator<String> notFound,
        String wrapper,
        AskCounter asks) {

    static <T> Resource<T> of(
            String name, Function<String, Optional<T>> catalog, Members<T> members, UnaryOperator<String> notFound) {
        return new Resource<>(name, catalog, members, notFound, "", new AskCounter());
    }

    Resource<T> wrappedIn(String member) {
        return new Resource<>(name, catalog, members, notFound, member, asks);
    }
}
