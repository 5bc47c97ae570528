from django import template

from courses.runs.queries.editing import concerns_if_moved, concerns_if_taken_off

register = template.Library()
register.simple_tag(concerns_if_moved)
register.simple_tag(concerns_if_taken_off)
