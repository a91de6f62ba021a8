package io.multiget.benchmark.flink;

import io.multiget.benchmark.work.Line;
import io.multiget.benchmark.work.Lookups;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Gathers lines into the batches of a call. One that is not full goes on once no other was begun between two ticks, and
 * at the end. Those that wait are state: a checkpoint sends no batch on early.
 */
final class BatchOperator extends AbstractStreamOperator<List<Line>>
        implements OneInputStreamOperator<Line, List<Line>>, BoundedOneInput {
    private static final Duration TICK = Duration.ofMillis(50);

    private transient ListState<Line> saved;
    private transient List<Line> open;
    private transient long begun;
    private transient long begunAtLastTick;

    @Override
    public void initializeState(StateInitializationContext context) throws Exception {
        super.initializeState(context);
        saved = context.getOperatorStateStore()
                .getListState(new ListStateDescriptor<>("open-batch", TypeInformation.of(Line.class)));
        open = new ArrayList<>(Lookups.BATCH);
        saved.get().forEach(open::add);
    }

    @Override
    public void snapshotState(StateSnapshotContext context) throws Exception {
        super.snapshotState(context);
        saved.update(open);
    }

    @Override
    public void open() throws Exception {
        super.open();
        getProcessingTimeService().scheduleWithFixedDelay(time -> tick(), TICK.toMillis(), TICK.toMillis());
    }

    @Override
    public void processElement(StreamRecord<Line> line) {
        open.add(line.getValue());
        if (open.size() >= Lookups.BATCH) {
            send();
        }
    }

    @Override
    public void endInput() {
        send();
    }

    private void tick() {
        if (begun == begunAtLastTick) {
            send();
        }
        begunAtLastTick = begun;
    }

    private void send() {
        if (open.isEmpty()) {
            return;
        }
        List<Line> batch = open;
        open = new ArrayList<>(Lookups.BATCH);
        begun++;
        output.collect(new StreamRecord<>(batch));
    }
}
