"""How each chat platform is reached: its credentials and addresses, from the vendors' own variables."""

from collections.abc import Mapping
from dataclasses import dataclass, field

LOOPBACK = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Slack:
    """Socket Mode needs the bot and the app token, HTTP the signing secret; installs the client's id and secret."""

    bot_token: str = field(default="", repr=False)
    app_token: str = field(default="", repr=False)
    signing_secret: str = field(default="", repr=False)
    client_id: str = ""
    client_secret: str = field(default="", repr=False)
    api_url: str = "https://slack.com/api/"
    public_url: str = ""

    @property
    def switched_on(self) -> bool:
        by_install = self.client_id and self.client_secret and self.signing_secret
        return bool(by_install or (self.bot_token and (self.app_token or self.signing_secret)))


@dataclass(frozen=True, slots=True)
class Discord:
    token: str = field(default="", repr=False)
    api_url: str = "https://discord.com/api/v10"

    @property
    def switched_on(self) -> bool:
        return bool(self.token)


@dataclass(frozen=True, slots=True)
class Telegram:
    """With a webhook secret and a public address it is a webhook, else it polls."""

    bot_token: str = field(default="", repr=False)
    api_url: str = "https://api.telegram.org"
    webhook_secret: str = field(default="", repr=False)
    public_url: str = ""

    @property
    def switched_on(self) -> bool:
        return bool(self.bot_token)

    @property
    def by_webhook(self) -> bool:
        return bool(self.webhook_secret and self.public_url)


@dataclass(frozen=True, slots=True)
class Web:
    """Where the web listens: on loopback unless told otherwise."""

    host: str = LOOPBACK
    port: int = 8080
    public_url: str = ""
    """The address by which the world reaches it, through a proxy that speaks TLS."""


@dataclass(frozen=True, slots=True)
class Channels:
    slack: Slack
    discord: Discord
    telegram: Telegram
    web: Web

    @property
    def switched_on(self) -> tuple[str, ...]:
        """The names of the platforms that have what they need."""
        return tuple(name for name in ("slack", "discord", "telegram") if getattr(self, name).switched_on)


def channels(environ: Mapping[str, str]) -> Channels:
    """What the environment says. Raises ValueError for a port that is no number."""

    def said(name: str, default: str = "") -> str:
        return environ.get(name, "").strip() or default

    public = said("STRATUM_PUBLIC_URL").rstrip("/")
    return Channels(
        slack=Slack(
            bot_token=said("SLACK_BOT_TOKEN"),
            app_token=said("SLACK_APP_TOKEN"),
            signing_secret=said("SLACK_SIGNING_SECRET"),
            client_id=said("SLACK_CLIENT_ID"),
            client_secret=said("SLACK_CLIENT_SECRET"),
            api_url=said("SLACK_API_URL", "https://slack.com/api").rstrip("/") + "/",
            public_url=public,
        ),
        discord=Discord(
            said("DISCORD_TOKEN"), said("DISCORD_API_URL", "https://discord.com/api/v10").rstrip("/")
        ),
        telegram=Telegram(
            bot_token=said("TELEGRAM_BOT_TOKEN"),
            api_url=said("TELEGRAM_API_URL", "https://api.telegram.org").rstrip("/"),
            webhook_secret=said("TELEGRAM_WEBHOOK_SECRET"),
            public_url=public,
        ),
        web=Web(said("HOST", LOOPBACK), int(said("PORT", "8080")), public),
    )
