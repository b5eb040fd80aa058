package io.patchbay.route;

/** What a change of the configuration is made for; what it has to meet depends on it. */
enum Purpose {

    /** To be in force for everybody at once. */
    CHANGE,

    /** To be tried out on some first, and perhaps taken back. */
    TRIAL,

    /** To have back what was in force for everybody before: whoever has to take harm back cannot be kept waiting. */
    RESTORE
}
