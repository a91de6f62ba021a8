package io.multiget.runner.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.multiget.simulator.catalog.Fate;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class WorkloadTest {
    private static final Set<Fate> LONG = Set.of(Fate.DEEP, Fate.ENDLESS_PRICE, Fate.GZIP_BOMB);

    @Test
    void shouldExcuseOnlyWhatIsAnsweredAtLengthAndWasGivenUp() {
        Workload plan = Workload.mixed(1, 40_000);
        List<PlannedLine> deep =
                plan.lines().stream().filter(line -> line.fate() == Fate.DEEP).toList();
        Set<Long> allButOne = plan.lines().stream().map(PlannedLine::row).collect(Collectors.toSet());
        allButOne.remove(deep.get(0).row());

        List<PlannedLine> excused = plan.excusingLongAnswers(allButOne).lines();

        assertThat(deep).hasSizeGreaterThan(1);
        for (int i = 0; i < plan.lines().size(); i++) {
            PlannedLine line = plan.lines().get(i);
            boolean isLong = LONG.contains(line.fate());
            Expected due = isLong && allButOne.contains(line.row()) ? Expected.GIVEN_UP : line.expected();
            assertThat(excused.get(i).expected()).as(line.text()).isEqualTo(due);
        }
        assertThat(plan.excusingLongAnswers(Set.of()).lines()).isEqualTo(plan.lines());
    }
}
