"""The web application: chat page, gateway, desk, open API, health."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from fastapi.responses import JSONResponse
from fastapi.staticfiles import StaticFiles
from starlette.middleware.gzip import GZipMiddleware

from app.api import create_api
from app.chat_access import OtherSites, limit_chat
from app.desk import add_desk
from app.errors import handle_errors
from app.gateway import Gateway
from app.health import health
from app.limits import Limits
from app.settings import ROOT, Settings, settings
from gateway.engine import Engine
from knowledge.database import connect


def create_app(configuration: Settings | None = None) -> FastAPI:
    """The application with everything it needs; uvicorn calls this."""
    configuration = configuration or settings()
    database = connect(configuration.database)
    engine = Engine(configuration.engine_url, configuration.secret("engine-token"))
    gateway = Gateway(configuration, database, engine)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        await gateway.start()
        yield
        await gateway.stop()
        await engine.close()
        database.dispose()

    application = FastAPI(title="Dalil", lifespan=lifespan, docs_url=None, redoc_url=None, openapi_url=None)
    application.add_middleware(GZipMiddleware, minimum_size=500)
    limit_chat(application, configuration.chat_rate, configuration.secret("evaluation-token"))
    application.add_middleware(Limits)
    application.add_middleware(OtherSites)
    handle_errors(application)
    for routes in gateway.routes():
        application.include_router(routes)
    add_desk(application, configuration, database, engine, gateway.addresses, gateway.said_elsewhere)
    application.mount("/api", create_api(database, configuration.api_rate))
    application.mount("/static", StaticFiles(directory=ROOT / "gateway" / "web_chat" / "static"))

    @application.get("/health")
    async def report() -> JSONResponse:
        parts = await health(configuration, database, engine)
        ready = all(state == "ok" for state in parts.values())
        if problem := gateway.problem():
            parts["whatsapp"] = problem
        return JSONResponse({"ready": ready, "parts": parts}, status_code=200 if ready else 503)

    return application
