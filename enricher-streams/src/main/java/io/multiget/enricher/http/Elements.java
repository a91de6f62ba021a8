package io.multiget.enricher.http;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which element of a multiget's answer is about which key (D9).
 *
 * @param ambiguous keys that two different elements claim to answer
 * @param strangers how many elements are about keys that nobody asked for
 */
record Elements(Map<String, JsonNode> byKey, Set<String> ambiguous, int strangers) {
    /**
     * By the id in the element. One without an id stands for the key at its position, but only where the count is right
     * and every other element stands at its own key's position.
     */
    static Elements match(List<String> keys, JsonPointer match, JsonNode array) {
        Set<String> asked = Set.copyOf(keys);
        Map<String, JsonNode> byKey = new HashMap<>();
        Set<String> ambiguous = new HashSet<>();
        boolean inOrder = array.size() == keys.size();
        int strangers = 0;
        for (int i = 0; i < array.size(); i++) {
            JsonNode element = array.get(i);
            JsonNode id = element.at(match);
            if (isAbsent(id)) {
                continue;
            }
            String key = id.asText();
            inOrder &= inOrder && key.equals(keys.get(i));
            if (!id.isValueNode() || !asked.contains(key)) {
                strangers++;
            } else if (!element.equals(byKey.computeIfAbsent(key, k -> element))) {
                ambiguous.add(key);
            }
        }
        if (inOrder) {
            for (int i = 0; i < array.size(); i++) {
                byKey.putIfAbsent(keys.get(i), array.get(i));
            }
        }
        return new Elements(byKey, ambiguous, strangers);
    }

    private static boolean isAbsent(JsonNode id) {
        return id.isMissingNode() || id.isNull();
    }
}
