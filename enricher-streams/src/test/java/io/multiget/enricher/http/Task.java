package io.multiget.enricher.http;

import io.multiget.contract.LookupAnswer;
import io.multiget.contract.LookupKey;
import io.multiget.contract.RecordEvent;
import io.multiget.contract.RowOutcome;
import io.multiget.contract.UploadProgress;
import io.multiget.contract.pipeline.Lookup;
import io.multiget.contract.pipeline.Pipeline;
import io.multiget.contract.pipeline.Stage;
import io.multiget.enricher.lookup.CacheMeter;
import io.multiget.enricher.lookup.FinishProcessor;
import io.multiget.enricher.lookup.LookupStageProcessor;
import io.multiget.enricher.lookup.StartProcessor;
import io.multiget.enricher.lookup.Stores;
import io.multiget.enricher.lookup.TaskStores;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Consumer;
import org.apache.kafka.streams.processor.Punctuator;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * One incarnation of a task: the real processors in their real order, on a simulated stream thread that polls, punctuates
 * and commits. What it does is seen by nobody until it commits, and is lost when it does not.
 */
final class Task {
    private static final String START = "start";
    private static final String FINISH = "finish";
    private static final String ROWS = "rows";
    private static final String PROGRESS = "progress";
    private static final String LOOKUPS = "lookups";
    private static final String DEAD_LETTERS = "dead-letters";

    /** How often a punctuator is looked after that has nothing to do until there is news. */
    private static final long HEARTBEAT = Duration.ofSeconds(1).toNanos();

    private final Simulation world;
    private final Instance instance;
    private final Partition partition;
    private final String name;
    private final Alarm alarm;
    private final TaskStores stores;
    private final Map<String, Consumer<Record<?, ?>>> children = new HashMap<>();
    private final List<Processor<?, ?, ?, ?>> processors = new ArrayList<>();
    private final List<Punctuation> punctuations = new ArrayList<>();
    private final List<Asking> askings = new ArrayList<>();
    private final List<RowOutcome> rows = new ArrayList<>();
    private final List<Simulation.Shared> answers = new ArrayList<>();
    private final Map<UUID, UploadProgress> status = new HashMap<>();
    private int offset;
    private long commitAt = Long.MAX_VALUE;
    private boolean news;
    private boolean closed;

    Task(Simulation world, Instance instance, Partition partition, String name) {
        this.world = world;
        this.instance = instance;
        this.partition = partition;
        this.name = name;
        this.alarm = new Alarm(world.time(), this::wake);
        this.stores = partition.restore();
        this.offset = partition.offset();
        connect(world.scenario().market.pipeline());
        alarm.setTo(world.soon());
    }

    private void connect(Pipeline pipeline) {
        children.put(ROWS, record -> rows.add((RowOutcome) record.value()));
        children.put(PROGRESS, record -> {
            UploadProgress told = (UploadProgress) record.value();
            status.put(told.uploadId(), told);
        });
        children.put(
                LOOKUPS,
                record -> answers.add(new Simulation.Shared((LookupKey) record.key(), (LookupAnswer) record.value())));
        children.put(DEAD_LETTERS, record -> Broken.when(true, "%s buried %s", this, record.value()));
        Lookups lookups = new AsksAsThisTask();
        List<Stage> stages = pipeline.stages();
        add(
                START,
                new StartProcessor(
                        pipeline.name(),
                        lookups,
                        new StartProcessor.Outlets(stages.get(0).name(), PROGRESS, DEAD_LETTERS)),
                "");
        for (int i = 0; i < stages.size(); i++) {
            String next = i + 1 < stages.size() ? stages.get(i + 1).name() : FINISH;
            add(
                    stages.get(i).name(),
                    new LookupStageProcessor(
                            pipeline,
                            stages.get(i),
                            lookups,
                            instance.recent(),
                            new LookupStageProcessor.Outlets(next, LOOKUPS, DEAD_LETTERS),
                            CacheMeter.NONE),
                    "");
        }
        add(FINISH, new FinishProcessor(pipeline.output()), ROWS);
    }

    @SuppressWarnings("unchecked") // as unchecked as it is in Kafka Streams
    private <A, B, C, D> void add(String child, Processor<A, B, C, D> processor, String onlyChild) {
        children.put(child, record -> processor.process((Record<A, B>) record));
        processors.add(processor);
        processor.init(new TaskContext<>(this, onlyChild));
    }

    Partition partition() {
        return partition;
    }

    Instance instance() {
        return instance;
    }

    VirtualTime clock() {
        return world.time();
    }

    StateStore store(String store) {
        return switch (store) {
            case Stores.SHARED_LOOKUPS -> instance.shared();
            case Stores.CANCELS -> instance.cancels();
            default -> stores.store(store);
        };
    }

    void forward(Record<?, ?> record, String child) {
        Objects.requireNonNull(children.get(child), () -> "no child " + child).accept(record);
    }

    Punctuation schedule(Duration interval, Punctuator punctuator) {
        Punctuation punctuation =
                new Punctuation(punctuator, interval, world.time().now());
        punctuations.add(punctuation);
        return punctuation;
    }

    void hasNews() {
        news = true;
        alarm.setTo(world.soon());
    }

    /** There may be something to read. */
    void poke() {
        alarm.setTo(world.soon());
    }

    boolean isOver() {
        return closed || instance.isDead();
    }

    private void wake() {
        if (isOver()) {
            return;
        }
        if (instance.isFrozen()) {
            alarm.setTo(instance.frozenUntil());
            return;
        }
        poll();
        punctuate();
        if (commitAt <= world.time().now()) {
            commit();
        }
        if (!closed) {
            sleep();
        }
    }

    private void poll() {
        for (int i = 1 + world.luck().nextInt(world.scenario().maxPoll); i > 0 && hasInput(); i--) {
            RecordEvent line = partition.input().get(offset++).line();
            world.note("%s reads row %d: %s", this, line.row(), line.raw());
            forward(new Record<>(line.raw(), line, world.time().millis()), START);
            isChanged();
        }
    }

    private boolean hasInput() {
        return offset < partition.input().size()
                && partition.input().get(offset).at() <= world.time().now();
    }

    private void punctuate() {
        long now = world.time().now();
        news = false;
        for (Punctuation punctuation : List.copyOf(punctuations)) {
            if (!punctuation.isCancelled() && punctuation.dueAt() <= now) {
                punctuation.fire(now, world.time().millis());
                isChanged();
            } else {
                news = true;
            }
        }
        punctuations.removeIf(Punctuation::isCancelled);
    }

    private void isChanged() {
        if (commitAt == Long.MAX_VALUE) {
            commitAt = world.late(world.time().now() + world.scenario().commitInterval);
        }
    }

    /** As Streams takes such a wish: once all that was due has been done. */
    void commitSoon() {
        commitAt = world.time().now();
    }

    private void sleep() {
        long now = world.time().now();
        if (hasInput()) {
            alarm.setTo(world.soon());
        }
        for (Punctuation punctuation : punctuations) {
            long wanted = news || !punctuation.isPolling(now) ? punctuation.dueAt() : now + HEARTBEAT;
            alarm.setTo(world.late(wanted));
        }
        if (commitAt != Long.MAX_VALUE) {
            alarm.setTo(commitAt);
        }
    }

    /** Makes all of it seen at once, unless another has taken over. */
    void commit() {
        commitAt = Long.MAX_VALUE;
        if (partition.task() != this) {
            world.note("%s is fenced", this);
            close();
            return;
        }
        world.note("%s commits up to %d, with %d rows", this, offset, rows.size());
        partition.commit(stores.fork(), offset, rows, status);
        world.committed(partition, rows, answers);
        rows.clear();
        answers.clear();
        status.clear();
    }

    /** What is not committed is lost. */
    void close() {
        closed = true;
        instance.taskIsGone();
        processors.forEach(Processor::close);
    }

    boolean isIdle() {
        return isOver() || punctuations.isEmpty() && commitAt == Long.MAX_VALUE && !hasInput();
    }

    @Override
    public String toString() {
        return name;
    }

    /** Where the lines are that are read, and the questions they wait for. */
    String whereabouts() {
        StringBuilder text = new StringBuilder(name + " on " + instance + (instance.isFrozen() ? " (frozen)" : ""));
        text.append(", read ")
                .append(offset)
                .append(" of ")
                .append(partition.input().size());
        text.append(", waiting ").append(stores.waiting());
        text.append(", rows not committed ").append(rows.size());
        text.append(", punctuators ").append(punctuations.size());
        for (Asking asking : askings) {
            if (!asking.isTold()) {
                text.append("\n    ").append(asking).append(": ").append(instance.whereabouts(asking.question()));
            }
        }
        return text.toString();
    }

    /** The lookup client as this task sees it. */
    private final class AsksAsThisTask implements Lookups {
        @Override
        public void ask(Question question, Asker asker) {
            world.note("%s asks %s", Task.this, question.key());
            Broken.when(isKnown(question), "%s asks %s, which is cached", Task.this, question.key());
            world.asks(question);
            askings.add(instance.ask(Task.this, question, asker));
        }

        private boolean isKnown(Question question) {
            Lookup lookup = question.lookup();
            LookupAnswer own = stores.cached(lookup, question.key());
            LookupAnswer everybodys = instance.shared().get(new LookupKey(lookup.name(), question.key()));
            return isFresh(lookup, own) || isFresh(lookup, everybodys);
        }

        private boolean isFresh(Lookup lookup, @Nullable LookupAnswer answer) {
            if (answer == null) {
                return false;
            }
            Duration believed =
                    answer.found() ? lookup.cache().ttl() : lookup.cache().negativeTtl();
            return world.time().millis() < answer.at() + believed.toMillis();
        }

        @Override
        public void withdrawn() {
            instance.withdrawn();
        }

        @Override
        public void started(Object task) {
            instance.started(Task.this);
        }

        @Override
        public void ended(Object task) {
            instance.ended(Task.this);
        }

        @Override
        public void expect(Object upload, boolean last) {
            instance.expect(upload, last);
        }

        @Override
        public void remember(Question good) {
            instance.remember(good);
        }

        /** It is the instance that hears. */
        @Override
        public void heard(Lookup lookup, String key, KeyResult result, Duration left) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<ApiWait> waiting() {
            return instance.waiting();
        }
    }
}
