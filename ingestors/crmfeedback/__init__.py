"""The channel by which the CRM that subscribes tells what became of leads and deals."""
