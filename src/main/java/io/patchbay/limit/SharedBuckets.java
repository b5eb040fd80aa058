package io.patchbay.limit;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.TokensInheritanceStrategy;
import io.github.bucket4j.distributed.BucketProxy;
import io.github.bucket4j.distributed.jdbc.PrimaryKeyMapper;
import io.github.bucket4j.distributed.proxy.ProxyManager;
import io.github.bucket4j.postgresql.Bucket4jPostgreSQL;
import java.time.Clock;
import java.time.Duration;
import javax.sql.DataSource;
import org.springframework.stereotype.Component;

/** One row of {@code rate_limit} for each account, for all nodes; every use is a short transaction of its own. */
@Component
class SharedBuckets implements Buckets {

    /** A database that is slower than this is as good as away. */
    private static final Duration LONGEST_QUERY = Duration.ofSeconds(2);

    private final ProxyManager<String> rows;

    SharedBuckets(DataSource database, Clock clock) {
        this.rows = Bucket4jPostgreSQL.selectForUpdateBasedBuilder(database)
                .primaryKeyMapper(PrimaryKeyMapper.STRING)
                .table("rate_limit").idColumn("account").stateColumn("state")
                .clientClock(new ClockMeter(clock))
                .requestTimeout(LONGEST_QUERY)
                .build();
    }

    @Override
    public Bucket of(String account, Shape shape) {
        BucketConfiguration wanted = shape.configuration();
        BucketProxy bucket = rows.builder().build(account, () -> wanted);
        if (rows.getProxyConfiguration(account).filter(known -> !known.equals(wanted)).isPresent()) {
            bucket.replaceConfiguration(wanted, TokensInheritanceStrategy.PROPORTIONALLY);
        }
        return bucket;
    }
}
