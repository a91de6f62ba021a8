package io.multiget.contract.pipeline.yaml;

import io.multiget.contract.pipeline.Classify;
import io.multiget.contract.pipeline.Classify.StatusRange;
import io.multiget.contract.pipeline.yaml.YamlNode.Sequence;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads {@code classify}: a class that is not named keeps its default. */
final class ClassifyReader {
    private static final Pattern CODE = Pattern.compile("[2-5](xx|[0-9][0-9])");

    private ClassifyReader() {}

    static Classify read(Value value) {
        Section section = value.section("found", "not_found", "retry", "denied");
        Map<String, List<StatusRange>> classes = new LinkedHashMap<>();
        classes.put("found", ranges(section, "found", Classify.DEFAULT.found()));
        classes.put("not_found", ranges(section, "not_found", Classify.DEFAULT.notFound()));
        classes.put("retry", ranges(section, "retry", Classify.DEFAULT.retry()));
        classes.put("denied", ranges(section, "denied", Classify.DEFAULT.denied()));
        refuseOverlaps(section, classes);
        return new Classify(
                classes.get("found"), classes.get("not_found"), classes.get("retry"), classes.get("denied"));
    }

    private static List<StatusRange> ranges(Section section, String key, List<StatusRange> byDefault) {
        Optional<Value> value = section.get(key);
        if (value.isEmpty()) {
            return byDefault;
        }
        List<StatusRange> ranges = new ArrayList<>();
        for (Value item : value.get().list()) {
            range(item).ifPresent(range -> add(ranges, range, item));
        }
        if (key.equals("found")
                && value.get().node() instanceof Sequence list
                && list.items().isEmpty()) {
            value.get().wrong(value.get().path() + " is empty", "no answer would be one", "write [200]");
        }
        return ranges;
    }

    private static void add(List<StatusRange> ranges, StatusRange range, Value item) {
        if (ranges.contains(range)) {
            item.wrong(item.path() + " names " + range.first() + " twice", "once is enough", "take one out");
        } else {
            ranges.add(range);
        }
    }

    private static Optional<StatusRange> range(Value value) {
        return value.scalar("a status code").flatMap(text -> {
            if (!CODE.matcher(text.text()).matches()) {
                return value.wrong(
                        value.path() + " has " + text.shown(),
                        "expected a status code from 200 to 599, or a class of them",
                        "write 429 or 5xx");
            }
            if (text.text().endsWith("xx")) {
                int first = (text.text().charAt(0) - '0') * 100;
                return Optional.of(new StatusRange(first, first + 99));
            }
            int code = Integer.parseInt(text.text());
            return Optional.of(new StatusRange(code, code));
        });
    }

    private static void refuseOverlaps(Section section, Map<String, List<StatusRange>> classes) {
        List<String> names = List.copyOf(classes.keySet());
        for (int i = 0; i < names.size(); i++) {
            for (int j = i + 1; j < names.size(); j++) {
                String one = names.get(i);
                String other = names.get(j);
                refuseOverlap(section, one, classes.get(one), other, classes.get(other));
            }
        }
    }

    private static void refuseOverlap(
            Section section, String one, List<StatusRange> ones, String other, List<StatusRange> others) {
        for (StatusRange a : ones) {
            for (StatusRange b : others) {
                int code = Math.max(a.first(), b.first());
                if (a.contains(code) && b.contains(code)) {
                    Value place = section.get(other).or(() -> section.get(one)).orElse(section.whole());
                    place.wrong(
                            "status " + code + " is " + say(section, one) + " and " + say(section, other),
                            "an answer means one thing",
                            "take it out of one of them");
                    return;
                }
            }
        }
    }

    private static String say(Section section, String key) {
        return section.has(key) ? key : "by default " + key;
    }
}
