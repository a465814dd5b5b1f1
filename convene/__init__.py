"""convene: meetings and convening for secretariats of bodies that prevent mass atrocities; assembled here."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from convene.config import Settings

__version__ = "0.1.0"


def create_app(settings: Settings | None = None) -> Flask:
    """The application. Raises SettingsError for a setting that is wrong, UndeclaredEndpoint for a silent endpoint."""
    # Everything is loaded here and not with the package: a command that needs the record alone must not wait for it.
    from flask_bootstrap import Bootstrap5
    from flask_wtf import CSRFProtect

    from convene.access import gate, scope
    from convene.web import assets, home, paths, requests, words

    app = create_record(settings)
    app.url_rule_class = paths.Route
    app.config.update(_of_pages(app.config["CONVENE"]))
    CSRFProtect(app)
    Bootstrap5(app)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    requests.attach(app)
    words.attach(app)
    assets.attach(app)
    for blueprint in home.blueprints():
        app.register_blueprint(blueprint)
    assets.declare_library_files(app)
    gate.verify(app)
    if missing := scope.unguarded():
        raise scope.Unscoped(f"no access rule for {', '.join(missing)}")
    return app


def create_record(settings: Settings | None = None) -> Flask:
    """The application without its pages: settings and database, for a command that only reads. Raises SettingsError."""
    from flask import Flask

    from convene.config import data_folder, load
    from convene.db import db, prepare_engine

    settings = settings or load()
    app = Flask(
        "convene",
        template_folder=str(data_folder("templates")),
        static_folder=None,
        static_url_path="/static",  # The library of styles hangs its own files below it.
        instance_path=str(settings.instance),
    )
    app.config.update(
        CONVENE=settings,
        SECRET_KEY=settings.secret,
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        SQLALCHEMY_ENGINE_OPTIONS={"pool_pre_ping": settings.database_url.startswith("postgresql")},
    )
    db.init_app(app)
    with app.app_context():
        prepare_engine(db.engine)
    return app


def _of_pages(settings: Settings) -> dict[str, object]:
    return {
        "TRUSTED_HOSTS": [settings.host.split(":", 1)[0]],
        "MAX_CONTENT_LENGTH": settings.upload_limit + 1024 * 1024,
        "MAX_FORM_MEMORY_SIZE": 1024 * 1024,
        "SESSION_COOKIE_NAME": "__Host-forms" if settings.is_https else "forms",
        "SESSION_COOKIE_SECURE": settings.is_https,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "WTF_CSRF_TIME_LIMIT": None,
        "WTF_CSRF_SSL_STRICT": False,
        "BOOTSTRAP_SERVE_LOCAL": True,
    }
