package io.patchbay.route;

/** Which of the routes that the clock wakes a person has stopped for the time being. */
interface Pauses {

    /** @param route id of the route that is woken */
    boolean isPaused(String route);
}
