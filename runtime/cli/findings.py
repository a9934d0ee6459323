"""What is right but probably not meant: advice on settings that load."""

from runtime.settings import Settings


def advice(settings: Settings) -> list[str]:
    """A sentence for each thing that works and will disappoint."""
    found = []
    for name, workspace in settings.workspaces.items():
        if not workspace.responsibles:
            found.append(
                f"workspace {name} has nobody: what comes in stays unassigned, with an alarm; add [[workspaces.{name}.responsibles]]."
            )
        elif workspace.fallback is None:
            found.append(f"workspace {name} has no fallback: set it to the responsible who gets what nobody else takes.")
        if workspace.region is None:
            found.append(f'workspace {name} has no region: phones without a country code are kept as given; set region = "DE" or such.')
        if not any(source.workspace == name for _, _, source in settings.sources.each()):
            found.append(
                f"workspace {name} has no source: nothing will come in; add a table [sources.CHANNEL.NAME] with workspace = {name!r}."
            )
    if not settings.edge.host.startswith("127.") and settings.edge.host not in ("localhost", "::1") and settings.edge.public_url is None:
        found.append(
            "the edge listens beyond this machine, but [edge] public_url is not set: signatures over the address cannot be checked."
        )
    return found
