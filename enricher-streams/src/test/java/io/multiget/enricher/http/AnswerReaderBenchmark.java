package io.multiget.enricher.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.multiget.contract.pipeline.Lookup;
import io.multiget.contract.pipeline.Pipeline;
import io.multiget.contract.pipeline.yaml.PipelineLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** How many keys' answers a second one thread reads, twenty in a body. */
@State(Scope.Benchmark)
public class AnswerReaderBenchmark {
    private static final int KEYS = 20;

    /** As they come for the {@code attributes} that the pipeline asks for. */
    private static final String ITEM = """
            {"code":200,"body":{"id":"%s","seller_id":2000000137,"category_id":"MLA1055","price":129999.90,\
            "currency_id":"ARS","start_time":"2017-08-16T01:51:41.000Z"}}""";

    private static final String SELLER = """
            {"code":200,"body":{"id":%s,"nickname":"ALMACÉN DEL ÑANDÚ","country_id":"AR",\
            "address":{"city":null,"state":null},"user_type":"normal","site_id":"MLA",\
            "permalink":"http://perfil.invalid/%1$s","seller_reputation":{"level_id":null,"power_seller_status":null},\
            "status":{"site_status":"active"}}}""";

    private final Pipeline pipeline = PipelineLoader.load(Path.of("../pipelines/mercadolibre.yaml"), name -> null);
    private final AnswerReader reader = new AnswerReader(InstantSource.fixed(Instant.EPOCH));
    private final Call items = call("item", "MLA");
    private final HttpAnswer itemBodies = answer(items, ITEM);
    private final Call sellers = call("seller", "");
    private final HttpAnswer sellerBodies = answer(sellers, SELLER);

    private Call call(String name, String prefix) {
        Lookup lookup = pipeline.lookup(name);
        List<String> keys = LongStream.range(0, KEYS)
                .mapToObj(i -> prefix + (750_925_229 + i))
                .toList();
        return new Call(pipeline.apiOf(lookup), lookup, "", "", keys);
    }

    private static HttpAnswer answer(Call call, String element) {
        String body = call.keys().stream().map(element::formatted).collect(Collectors.joining(",", "[", "]"));
        return new HttpAnswer.Received(200, List.of(), body.getBytes(StandardCharsets.UTF_8));
    }

    @Setup
    public void shouldFindEveryKey() {
        for (CallResult result : List.of(items(), sellers())) {
            assertThat(((CallResult.Answered) result).answers().values())
                    .hasSize(KEYS)
                    .allMatch(answer -> answer instanceof CallResult.KeyAnswer.Final last
                            && last.result() instanceof KeyResult.Found);
        }
    }

    @Benchmark
    @OperationsPerInvocation(KEYS)
    public CallResult items() {
        return reader.read(items, itemBodies);
    }

    @Benchmark
    @OperationsPerInvocation(KEYS)
    public CallResult sellers() {
        return reader.read(sellers, sellerBodies);
    }
}
