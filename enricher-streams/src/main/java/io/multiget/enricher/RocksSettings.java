package io.multiget.enricher;

import java.util.Map;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Cache;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.WriteBufferManager;

/**
 * RocksDB for what the stores are asked: mostly keys that are not there. All stores of this JVM share one bounded piece of
 * memory, where Streams would give each 50 MB of cache and three write buffers of 16 MB.
 */
public final class RocksSettings implements RocksDBConfigSetter {
    private static final long MEMORY_BYTES = 96L << 20;
    private static final long WRITE_BUFFERS_BYTES = 48L << 20;

    /** Of a write buffer: enough for one false yes in a hundred keys of the size of ours. */
    private static final double BLOOM_RATIO = 0.02;

    // For as long as the JVM lives: a store that closes must not take them from the others.
    private static final Cache CACHE = new LRUCache(MEMORY_BYTES);
    private static final WriteBufferManager WRITE_BUFFERS = new WriteBufferManager(WRITE_BUFFERS_BYTES, CACHE);

    @Override
    public void setConfig(String store, Options options, Map<String, Object> configs) {
        BlockBasedTableConfig table = (BlockBasedTableConfig) options.tableFormatConfig();
        table.setBlockCache(CACHE);
        table.setCacheIndexAndFilterBlocks(true);
        table.setPinL0FilterAndIndexBlocksInCache(true);
        options.setWriteBufferManager(WRITE_BUFFERS);
        // The filters on disk are Streams' own; what has not been written there yet has none.
        options.setMemtablePrefixBloomSizeRatio(BLOOM_RATIO);
        options.setMemtableWholeKeyFiltering(true);
    }

    @Override
    public void close(String store, Options options) {
        // Nothing is the store's own.
    }
}
