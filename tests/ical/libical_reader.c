/* Reads calendars with libical, a reader that is not ours, and prints what it makes of each:
 *   calendar METHOD         for each VCALENDAR in the file
 *   complaint TEXT          for each rule of RFC 5545 or 5546 that it finds broken
 *   event UID START END     for each VEVENT, in UTC, by the VTIMEZONE that the calendar itself carries
 */
#include <libical/ical.h>
#include <stdio.h>
#include <stdlib.h>

static void print_complaints(icalcomponent *component) {
    icalproperty *found = icalcomponent_get_first_property(component, ICAL_XLICERROR_PROPERTY);
    for (; found; found = icalcomponent_get_next_property(component, ICAL_XLICERROR_PROPERTY))
        printf("complaint %s\n", icalproperty_get_xlicerror(found));
    icalcomponent *inner = icalcomponent_get_first_component(component, ICAL_ANY_COMPONENT);
    for (; inner; inner = icalcomponent_get_next_component(component, ICAL_ANY_COMPONENT))
        print_complaints(inner);
}

static void print_time(icalcomponent *calendar, icalcomponent *event, icalproperty_kind kind) {
    icalproperty *property = icalcomponent_get_first_property(event, kind);
    if (!property) {
        printf(" none");
        return;
    }
    icalvalue *value = icalproperty_get_value(property);
    struct icaltimetype time = icalvalue_get_datetime(value);
    icalparameter *named = icalproperty_get_first_parameter(property, ICAL_TZID_PARAMETER);
    if (named) {
        icaltimezone *zone = icalcomponent_get_timezone(calendar, icalparameter_get_tzid(named));
        if (!zone) {
            printf(" no-timezone");
            return;
        }
        time = icaltime_set_timezone(&time, zone);
        time = icaltime_convert_to_zone(time, icaltimezone_get_utc_timezone());
    }
    printf(" %04d%02d%02dT%02d%02d%02d%s", time.year, time.month, time.day, time.hour, time.minute, time.second,
           icaltime_is_utc(time) ? "Z" : "");
}

static void print_calendar(icalcomponent *calendar) {
    printf("calendar %s\n", icalproperty_method_to_string(icalcomponent_get_method(calendar)));
    if (!icalrestriction_check(calendar))
        printf("complaint the restrictions of its method are not met\n");
    print_complaints(calendar);
    icalcomponent *event = icalcomponent_get_first_component(calendar, ICAL_VEVENT_COMPONENT);
    for (; event; event = icalcomponent_get_next_component(calendar, ICAL_VEVENT_COMPONENT)) {
        const char *uid = icalcomponent_get_uid(event);
        printf("event %s", uid ? uid : "none");
        print_time(calendar, event, ICAL_DTSTART_PROPERTY);
        print_time(calendar, event, ICAL_DTEND_PROPERTY);
        printf("\n");
    }
}

static char *next_line(char *buffer, size_t size, void *source) {
    return fgets(buffer, (int)size, (FILE *)source);
}

int main(void) {
    icalparser *parser = icalparser_new();
    icalparser_set_gen_data(parser, stdin);
    icalcomponent *read = icalparser_parse(parser, next_line);
    if (!read) {
        printf("complaint nothing could be read\n");
        return 0;
    }
    if (icalcomponent_isa(read) == ICAL_VCALENDAR_COMPONENT) {
        print_calendar(read);
    } else {
        icalcomponent *calendar = icalcomponent_get_first_component(read, ICAL_VCALENDAR_COMPONENT);
        for (; calendar; calendar = icalcomponent_get_next_component(read, ICAL_VCALENDAR_COMPONENT))
            print_calendar(calendar);
    }
    icalcomponent_free(read);
    icalparser_free(parser);
    return 0;
}
