/**
 * When something is due: what a caller's date or time means ({@link io.patchbay.schedule.Timetable}), and what has been promised for which
 * moment ({@link io.patchbay.schedule.DueWork}). Knows subscriptions; knows neither providers nor Camel.
 */
package io.patchbay.schedule;
