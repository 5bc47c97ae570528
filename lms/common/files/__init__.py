"""Whatever a person uploads comes in through here: judged by its content, capped before it is opened, named by us."""
