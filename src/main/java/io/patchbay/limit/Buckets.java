package io.patchbay.limit;

import io.github.bucket4j.Bucket;

/** Where the tokens of an account are counted. */
interface Buckets {

    /** The bucket of an account, made or brought into this shape if need be; what is in it is kept in proportion. */
    Bucket of(String account, Shape shape);
}
