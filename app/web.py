"""The web application: chat page, gateway, open API, health."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial

from fastapi import FastAPI
from fastapi.responses import JSONResponse
from fastapi.staticfiles import StaticFiles
from starlette.middleware.gzip import GZipMiddleware

from app.api import create_api
from app.danger_without_engine import DangerWithoutEngine
from app.engine_memory import EngineMemory
from app.errors import handle_errors
from app.health import health
from app.limits import Limits
from app.model_file import model_for
from app.settings import ROOT, Settings, settings
from app.unavailable import unavailable
from gateway.engine import Engine
from gateway.message_log import MessageLog
from gateway.turns import Turns
from gateway.web_chat.routes import chat_routes
from knowledge.database import connect


def create_app(configuration: Settings | None = None) -> FastAPI:
    """The application with everything it needs; uvicorn calls this."""
    configuration = configuration or settings()
    database = connect(configuration.database)
    engine = Engine(configuration.engine_url, configuration.secret("engine-token"))
    log = MessageLog(database)
    danger = DangerWithoutEngine(model_for(configuration))
    without_engine = partial(unavailable, danger_in=danger.kind)
    turns = Turns(log, engine, without_engine, EngineMemory(configuration.tracker_url).forget)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        sweeper = asyncio.create_task(turns.sweep())
        yield
        sweeper.cancel()
        await engine.close()
        database.dispose()

    application = FastAPI(title="Dalil", lifespan=lifespan, docs_url=None, redoc_url=None, openapi_url=None)
    application.add_middleware(GZipMiddleware, minimum_size=500)
    application.add_middleware(Limits)
    handle_errors(application)
    application.include_router(chat_routes(log, turns, configuration.secret("evaluation-token")))
    application.mount("/api", create_api(database, configuration.api_rate))
    application.mount("/static", StaticFiles(directory=ROOT / "gateway" / "web_chat" / "static"))

    @application.get("/health")
    async def report() -> JSONResponse:
        parts = await health(configuration, database, engine)
        ready = all(state == "ok" for state in parts.values())
        return JSONResponse({"ready": ready, "parts": parts}, status_code=200 if ready else 503)

    return application
