/**
 * When something is due: what a caller's date or time means, and whether it can be ordered for. Pure: knows neither Camel nor Spring
 * nor any other part of the gateway. Begin with {@link io.patchbay.schedule.Timetable}.
 */
package io.patchbay.schedule;
