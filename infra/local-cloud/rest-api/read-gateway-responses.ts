import { DEFAULT_STATUSES, type GatewayResponseType } from './gateway-failure';
import type { GatewayResponseModel } from './model';
import { readMappedHeaders } from './read-mapped-headers';
import type { Properties, TemplateView } from './template-view';

const KNOWN = ['RestApiId', 'ResponseType', 'StatusCode', 'ResponseParameters', 'ResponseTemplates'];
const HEADER = 'gatewayresponse.header.';

/** Reads the API's gateway responses by type. */
export function readGatewayResponses(view: TemplateView): Map<GatewayResponseType, GatewayResponseModel> {
  const responses = new Map<GatewayResponseType, GatewayResponseModel>();
  for (const [logicalId, properties] of view.ofType('AWS::ApiGateway::GatewayResponse')) {
    view.complainAboutUnknown(logicalId, properties, KNOWN);
    const type = properties.ResponseType;
    if (Object.hasOwn(DEFAULT_STATUSES, type)) {
      responses.set(type as GatewayResponseType, readGatewayResponse(view, logicalId, properties));
    } else {
      view.complain(logicalId, `gateway response type ${type} is unknown`);
    }
  }
  return responses;
}

function readGatewayResponse(
  view: TemplateView,
  logicalId: string,
  properties: Properties,
): GatewayResponseModel {
  return {
    status: view.readStatus(logicalId, properties.StatusCode),
    headers: readMappedHeaders(view, logicalId, properties, HEADER),
    templates: properties.ResponseTemplates ?? {},
  };
}
